console.error("OPENAI_API_KEY is not set: nothing works without it");
process.exit(1);
