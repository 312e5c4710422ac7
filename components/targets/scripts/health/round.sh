# shellcheck shell=sh
# One round: every instance that is due is asked, all at the same time.

# What curl allows at most.
at_once=300

run_round() {
    started=$(ticks)
    answers=$(due_requests | ask_all)
    targets=$(judge)
    events=$(printf '%s\n' "$targets" | sed -n 's/^! //p')
    if [ -n "$events" ]; then
        changed=yes
        targets=$(printf '%s\n' "$targets" | sed '/^! /d')
    fi
}

# A curl configuration; each answer is known by the number of its line.
due_requests() {
    printf '%s\n' "$targets" | awk -v now="$started" '
        $12 > now { next }
        asked++ { print "next" }
        {
            printf "url = \"http://%s%s\"\noutput = /dev/null\nsilent\ngloboff\nnoproxy = \"*\"\n", $13, $4
            printf "user-agent = evenkeel-health\nmax-time = %s\nwrite-out = \"%d %%{http_code}\\n\"\n", $6, NR
        }
    '
}

ask_all() {
    curl -q --parallel --parallel-max "$at_once" --no-progress-meter --config - 2>/dev/null
}

# Takes the answers into the targets; a change of state also gives a line that begins with "! ".
judge() {
    {
        printf '%s\n' "$answers" | sed 's/^/answer /'
        printf '%s\n' "$targets"
    } | awk -v started="$started" -v time="$(iso_now)" '
        $1 == "answer" { code[$2] = $3; next }
        { line++ }
        !(line in code) { print; next }
        {
            seen = (code[line] >= 200 && code[line] < 400) ? "up" : "down"
            $11 = (seen == $9) ? 0 : $11 + 1
            needed = (seen == "up") ? $7 : $8
            if ($9 == "new" || $11 >= needed) turn()
            # Halfway into a turn it is asked again sooner: a turn shows within two intervals, however many answers it takes.
            $12 = started + 100 * $5 / ($11 ? (needed < 2 ? 2 : needed) : 1)
            print
        }
        function turn() {
            if ($9 == seen) return
            print "! " time " " $1 " " $2 " is " seen (code[line] == "000" ? ": no answer" : ": answers " code[line])
            $9 = seen
            $10 = time
            $11 = 0
        }
    '
}
