"""The file system that all sandboxes share, read-only: what runtimes need of this machine, and nothing else.

The server itself moves into it, so that each sandbox inherits it and adds only what is its own.
"""

import os
import shutil

import keeper
import kernel

# Below it is what only the server needs: a sandbox covers it.
PRIVATE = "/run/faasmark"
CODE = f"{PRIVATE}/code"
STAGES = f"{PRIVATE}/stages"
GROUPS = f"{PRIVATE}/groups"
PROC = f"{PRIVATE}/proc"
KEEPER = f"{PRIVATE}/keeper"
RUNTIME = "/run/runtime"
TASK = "/var/task"
COMPILED = "/var/compiled"
USER = 993

SYSTEM_FOLDERS = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt")
SYSTEM_FILES = (
    "etc/ld.so.cache", "etc/ld.so.conf", "etc/ld.so.conf.d", "etc/ssl", "etc/pki", "etc/ca-certificates",
    "etc/alternatives", "etc/localtime", "etc/nsswitch.conf", "etc/resolv.conf", "etc/protocols", "etc/services",
    "etc/mime.types",
)  # fmt: skip
DEVICES = ("null", "zero", "full", "random", "urandom")


def build(place, programs, code_folder, runtime_files, groups):
    """Makes it at `place`, and has this process live in it.

    programs: folders and files outside the system's own, bound by the names that they have.
    groups: control groups by controller, which stay reachable for the server.
    """
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("tmpfs", place, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "mode=0755,size=4m")
    for folder in ("tmp", "proc", "dev", "etc", "run/runtime", "var/task"):
        os.makedirs(f"{place}/{folder}")
    for name in SYSTEM_FOLDERS + SYSTEM_FILES + _list_java_settings():
        _show(f"/{name}", place)
    for path in programs:
        _show(path, place)
    for name in DEVICES:
        _show(f"/dev/{name}", place)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(target, f"{place}/dev/{name}")
    for path in runtime_files:
        shutil.copyfile(path, f"{place}{RUNTIME}/{os.path.basename(path)}")
    _write(f"{place}/etc/passwd", f"sbx_user:x:{USER}:{USER}::/tmp:/sbin/nologin\n")
    _write(f"{place}/etc/group", f"sbx_user:x:{USER}:\n")
    _write(f"{place}/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n")
    _write(f"{place}{COMPILED}", "")
    os.symlink(f"..{RUNTIME}", f"{place}/var/runtime")
    _bind(code_folder, f"{place}{CODE}")
    for folder in [STAGES, PROC] + [f"{GROUPS}/{controller}" for controller in groups]:
        os.makedirs(f"{place}{folder}")
    with open(f"{place}{KEEPER}", "wb") as file:
        file.write(keeper.build())
    os.chmod(f"{place}{KEEPER}", 0o555)
    kernel.protect_tree(place)
    # What comes after stays writable, for the server.
    for controller, folder in groups.items():
        kernel.mount(folder, f"{place}{GROUPS}/{controller}", None, kernel.MS_BIND)
    # The kernel lets a user namespace mount a /proc of its own only beside one.
    kernel.mount("/proc", f"{place}{PROC}", None, kernel.MS_BIND | kernel.MS_REC)
    kernel.mount("tmpfs", f"{place}{STAGES}", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "mode=0755")
    kernel.mount(None, f"{place}{STAGES}", None, kernel.MS_SHARED)
    os.chdir(place)
    kernel.pivot_to_here()


def mount_code(code, is_compiled, task, compiled):
    """A function's files, and what V8 compiled of them, where a sandbox has them."""
    kernel.mount(f"{CODE}/{code}", task, None, kernel.MS_BIND)
    if is_compiled:
        kernel.mount(f"{CODE}/{code}.compiled", compiled, None, kernel.MS_BIND)


def _list_java_settings():
    """Debian keeps them here; its JDKs below /usr only have links, and do not start without them."""
    return tuple(f"etc/{name}" for name in os.listdir("/etc") if name.startswith("java-"))


def _show(path, place):
    """The same file, folder or link as this machine has, if it has one."""
    target = f"{place}{path}"
    if os.path.lexists(target):
        return
    if os.path.islink(path) and not path.startswith("/etc/"):
        os.symlink(os.readlink(path), target)
    elif os.path.exists(path):
        _bind(os.path.realpath(path), target)


def _bind(source, target):
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write(target, "")
    kernel.mount(source, target, None, kernel.MS_BIND | kernel.MS_REC)


def _write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
