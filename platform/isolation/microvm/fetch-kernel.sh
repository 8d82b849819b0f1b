#!/usr/bin/env bash
# Fetches the kernel of Debian's cloud images into the user's cache, where the isolation level microvm finds it. Nothing
# is installed, and no root is needed. Quick when it is there already.
set -euo pipefail

target="${XDG_CACHE_HOME:-$HOME/.cache}/faasmark/microvm/kernel"
if compgen -G "$target/boot/vmlinuz-*" >/dev/null; then exit 0; fi
for program in apt-cache apt-get dpkg-deb; do
  command -v "$program" >/dev/null || { echo "the kernel cannot be fetched: there is no $program" >&2; exit 1; }
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# The package without a version only names the one that has the kernel.
package="$(apt-cache depends --important linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1)"
[ -n "$package" ] || { echo "the kernel cannot be fetched: apt knows no linux-image-cloud-amd64" >&2; exit 1; }
(cd "$work" && apt-get download -qq "$package")
dpkg-deb --fsys-tarfile "$work"/*.deb | tar -x -C "$work" --wildcards './boot/vmlinuz-*' './lib/modules/*/kernel/drivers/*/virtio*'
mkdir -p "$(dirname "$target")"
rm -rf "$target"
mkdir "$target"
mv "$work/lib" "$target/lib"
# Last: with it the kernel counts as there.
mv "$work/boot" "$target/boot"
