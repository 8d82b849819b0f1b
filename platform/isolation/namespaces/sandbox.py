"""The inside of one sandbox: a first process that keeps it, and the runtime, which has nothing left but its limits."""

import ctypes
import fcntl
import os
import resource
import select
import signal
import socket
import struct

import channel
import connection
import jail
import keeper
import kernel
import python_function
import syscall_filter

API_PORT = 9001
NAMESPACES = kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
# As on Lambda: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, November 2026.
OPEN_FILES = 1024
PROCESSES = 1024
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
FIRST_USER = 0x40000000
LAST_DESCRIPTOR = 1 << 20
# As a shell says it.
NOT_EXECUTABLE = 127


def enter(order, theirs, output, status, groups):
    """Becomes the first process of the sandbox, and stays it; returns in the runtime's process, with how it begins.

    theirs: the runtime's connection. status: gets the runtime's wait status, if the runtime ends by itself.
    """
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if _is_closed(status):
        os._exit(1)
    if order["joins"]:
        groups.join(order["group"])
    if os.fork() == 0:
        _make(order, groups)
        return _become_runtime(order, theirs, output)
    _keep(status)


def _keep(status):
    """Waits for all that runs inside, until the runtime has ended."""
    os.dup2(status, connection.DESCRIPTOR)
    null = os.open("/dev/null", os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    os.closerange(connection.DESCRIPTOR + 1, LAST_DESCRIPTOR)
    os.set_inheritable(connection.DESCRIPTOR, True)
    kernel.drop_capabilities()
    if kernel.MACHINE == "x86_64":
        os.execve(jail.KEEPER, ["keeper"], {})
    keeper.keep()


def _make(order, groups):
    """Namespaces and what is in them."""
    if order["code"] is not None:
        limit(order["group"], order, groups)
    kernel.unshare(NAMESPACES | (0 if order["network"] == "host" else kernel.CLONE_NEWNET))
    _mount_own(order)
    ctypes.CDLL(None).sethostname(b"localhost", 9)
    if order["network"] != "host":
        _raise_loopback()
    if order["wantsPort"]:
        _send_listener(order)


def _is_closed(pipe):
    watch = select.poll()
    watch.register(pipe, 0)
    return bool(watch.poll(0))


def _mount_own(order):
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_SLAVE)
    if order["code"] is None:
        # What the server has mounted there already comes with it; what it mounts later appears here.
        kernel.mount(f"{jail.STAGES}/{order['id']}", "/var", None, kernel.MS_BIND | kernel.MS_REC)
    else:
        jail.mount_code(order["code"], order["isCompiled"], jail.TASK, jail.COMPILED)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("tmpfs", "/tmp", "tmpfs", flags, f"mode=1777,size={order['storageMiB']}m,nr_inodes=100000")
    kernel.mount("proc", "/proc", "proc", flags | kernel.MS_NOEXEC)
    # The server's own is not inherited.
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("0")
    # To unmount what is the server's would have the kernel wait for all processors, many milliseconds when they are
    # busy. Nobody in here has the right to look below a mount.
    kernel.mount("tmpfs", jail.PRIVATE, "tmpfs", flags | kernel.MS_NOEXEC | kernel.MS_RDONLY, "mode=0555,size=4k")


def _raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def _send_listener(order):
    """Runtimes that bring their own client want a port: it is made in here, and served by the platform."""
    port = 0 if order["network"] == "host" else API_PORT
    with socket.create_server(("127.0.0.1", port), backlog=64) as listener:
        address = "{}:{}".format(*listener.getsockname())
        channel.send({"is": "listener", "id": order["id"], "address": address}, listener, "net.Server")


def limit(group, order, groups):
    """A function's /tmp is memory too, and no part of what it is given."""
    memory = (order["memoryMiB"] + order["storageMiB"]) * 2**20
    groups.limit(group, memory, PROCESSES)


def _become_runtime(order, theirs, output):
    """Has its descriptors and limits set, and gives up all rights. Returns how it begins."""
    channel.forget()
    os.setsid()
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    # A runtime that has a port needs the connection only for its environment.
    os.dup2(theirs, connection.DESCRIPTOR, inheritable=not order["wantsPort"])
    os.closerange(connection.DESCRIPTOR + 1, LAST_DESCRIPTOR)
    os.chdir(jail.TASK)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _give_up_rights(order["number"])
    _limit(resource.RLIMIT_NPROC, PROCESSES)
    kernel.drop_capabilities()
    syscall_filter.install()
    if order["command"]:
        return lambda: os.execve(order["command"][0], order["command"], order["environment"])
    return _begin_as_told


def _limit(what, value):
    resource.setrlimit(what, (value, value))


def _give_up_rights(number):
    """A user of its own, which nothing on this machine belongs to, and a user namespace that maps only that one."""
    user, group = os.getuid(), os.getgid()
    if user == 0:
        user = group = FIRST_USER + number
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
        # Changing the user has made this process's own files in /proc the administrator's.
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    kernel.unshare(kernel.CLONE_NEWUSER)
    kernel.map_own_user(jail.USER, user, group)


def _begin_as_told():
    """Has the program that the platform names take this process over, or runs a function of Python in it."""
    beginning = connection.receive_beginning()
    command, environment = beginning["command"], beginning["environment"]
    if not command:
        return python_function.begin(environment)
    try:
        os.execve(command[0], command, environment)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
        os._exit(NOT_EXECUTABLE)
