# shellcheck shell=sh
# What nginx has to say while it takes a release.

# From here on, new_errors prints what nginx adds to its error log.
mark_errors() {
    error_mark=$( (wc -c <"$error_log") 2>/dev/null || echo 0)
}

# Only [emerg] lines: those are why a configuration was not taken.
new_errors() {
    tail -c "+$((error_mark + 1))" "$error_log" 2>/dev/null | grep -F '[emerg]' || :
}
