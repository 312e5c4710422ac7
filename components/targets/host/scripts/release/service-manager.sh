# shellcheck shell=sh
# The init system of the host, where there is one and the host is ours to manage.

service_manager() {
    if is_guest; then
        echo none
    elif [ -d /run/systemd/system ]; then
        echo systemd
    elif [ -x /sbin/openrc-run ] && [ -d /run/openrc ]; then
        echo openrc
    else
        echo none
    fi
}

# Whether nginx starts at boot.
nginx_is_enabled() {
    case "$(service_manager)" in
        systemd) systemctl -q is-enabled nginx 2>/dev/null ;;
        openrc) rc-update show default 2>/dev/null | grep -qw nginx ;;
        *) return 1 ;;
    esac
}

enable_nginx() {
    case "$(service_manager)" in
        systemd) systemctl -q enable nginx ;;
        openrc) rc-update add nginx default ;;
    esac
}

disable_nginx() {
    case "$(service_manager)" in
        systemd) systemctl -q disable nginx ;;
        openrc) rc-update del nginx default ;;
    esac
}
