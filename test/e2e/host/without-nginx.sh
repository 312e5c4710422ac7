#!/bin/sh
# On a throwaway Debian: takes nginx away, and makes a package archive out of what was installed, for apt to install it
# from with no network. The packages keep their maintainers' scripts, which is what a first push has to cope with.
set -eu
archive=/srv/archive

repack() {
    package=$1
    folder=/srv/build/$package
    mkdir -p "$folder/DEBIAN" "$archive"
    dpkg -L "$package" | while read -r path; do
        # /lib is a link on Debian's own root, and a folder in its packages.
        if [ "$path" = /lib ] || { [ -d "$path" ] && [ ! -L "$path" ]; }; then
            mkdir -p "$folder$path"
        else
            cp -a "$path" "$folder$path"
        fi
    done
    dpkg-query -s "$package" | sed -e '/^Status:/d' -e '/^Conffiles:/,/^[^ ]/{/^Conffiles:/d;/^ /d}' >"$folder/DEBIAN/control"
    for script in preinst postinst prerm postrm config templates conffiles; do
        if [ -e "/var/lib/dpkg/info/$package.$script" ]; then
            cp -a "/var/lib/dpkg/info/$package.$script" "$folder/DEBIAN/$script"
        fi
    done
    dpkg-deb --build "$folder" "$archive/$package.deb"
}

index() {
    cd "$archive"
    for file in *.deb; do
        dpkg-deb --field "$file"
        echo "Filename: ./$file"
        echo "Size: $(stat -c %s "$file")"
        echo "SHA256: $(sha256sum <"$file" | cut -d ' ' -f 1)"
        echo
    done >Packages
}

repack nginx-common
repack nginx
index
dpkg --purge nginx nginx-common
rm -rf /etc/nginx /var/log/nginx /etc/apt/sources.list /etc/apt/sources.list.d
echo "deb [trusted=yes] file:$archive ./" >/etc/apt/sources.list
