#!/usr/bin/env bash
# Puts in place what reaches a stack's target, of what its environment has: KUBECONFIG_TEXT, SSH_PRIVATE_KEY with
# SSH_KNOWN_HOSTS. The steps that follow find it in their environment. What is empty is left out.
set -euo pipefail
umask 077

if [ -n "$KUBECONFIG_TEXT" ]; then
    printf '%s\n' "$KUBECONFIG_TEXT" >"$RUNNER_TEMP/kubeconfig"
    echo "KUBECONFIG=$RUNNER_TEMP/kubeconfig" >>"$GITHUB_ENV"
fi

if [ -n "$SSH_KNOWN_HOSTS" ]; then
    mkdir -p "$HOME/.ssh"
    printf '%s\n' "$SSH_KNOWN_HOSTS" >>"$HOME/.ssh/known_hosts"
fi

if [ -n "$SSH_PRIVATE_KEY" ]; then
    eval "$(ssh-agent -s)"
    # For no longer than a job takes: a machine of one's own lives on.
    printf '%s\n' "$SSH_PRIVATE_KEY" | ssh-add -q -t 1800 -
    printf 'SSH_AUTH_SOCK=%s\nSSH_AGENT_PID=%s\n' "$SSH_AUTH_SOCK" "$SSH_AGENT_PID" >>"$GITHUB_ENV"
fi
