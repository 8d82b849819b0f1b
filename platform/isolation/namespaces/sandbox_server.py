"""Makes the sandboxes of the isolation level `process`, one for each message of the platform; ends with the platform.

One argument: the settings as JSON. It never sees a function's code, environment or events, since the Python functions
are forks of it: those come over the connection that each runtime has to the platform.
"""

import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import channel
import control_groups
import jail
import kernel
import python_function
import sandbox


class Server:
    def __init__(self, groups):
        self._groups = groups
        self._poll = select.poll()
        self._poll.register(channel.fileno(), select.POLLIN)
        # By the descriptor that becomes readable when the sandbox has ended.
        self._sandboxes = {}
        self._pids = {}
        self._group_names = {}
        self._unremoved = set()
        self._count = 0
        # Group of the next sandbox, in which this process is already.
        self._next_group = None

    def serve(self):
        while True:
            events = self._poll.poll(None if self._next_group is not None else 0)
            if not events:
                self._prepare_group()
            for descriptor, _ in events:
                if descriptor != channel.fileno():
                    self._tell_end(descriptor)
                    continue
                messages = channel.receive()
                if messages is None:
                    return self._end()
                for message in messages:
                    begin = self._obey(message)
                    if begin is not None:
                        return begin

    def _end(self):
        for pid in self._pids.values():
            os.kill(pid, signal.SIGKILL)
        for pid in self._pids.values():
            os.waitpid(pid, 0)
        self._groups.leave()
        last = [] if self._next_group is None else [self._next_group]
        self._remove_groups(*self._group_names.values(), *last)

    def _prepare_group(self):
        """To move a process takes the kernel many milliseconds: what is forked from one in the group is in it at once."""
        self._count += 1
        self._next_group = self._name_group()
        self._groups.join(self._next_group)

    def _name_group(self):
        """Unlike any of a server before: one that was killed has left its groups."""
        return f"sandbox-{os.getpid()}-{self._count}"

    def _obey(self, message):
        match message["do"]:
            case "launch":
                return self._launch(message)
            case "specialise":
                self._specialise(message)
            case "kill":
                self._kill(message["id"])
        return None

    def _launch(self, order):
        """In the new runtime's process returns how it begins; here returns None."""
        connection = self._open(order, "connection")
        output = self._open(order, "output")
        ended, status = os.pipe()
        self._count += 1
        order["number"] = self._count
        order["group"] = self._next_group or self._name_group()
        order["joins"] = self._next_group is None
        self._next_group = None
        if order["code"] is None:
            self._make_stage(f"{jail.STAGES}/{order['id']}")
        pid = kernel.fork_as_init()
        if pid == 0:
            return _enter(order, connection, output, status, self._groups)
        for descriptor in (connection, output, status):
            os.close(descriptor)
        watch = os.pidfd_open(pid)
        self._sandboxes[watch] = (order["id"], order["group"], ended)
        self._pids[order["id"]] = pid
        self._group_names[order["id"]] = order["group"]
        self._poll.register(watch, select.POLLIN)
        channel.send({"is": "running", "id": order["id"], "pid": pid})
        return None

    def _open(self, order, name):
        """A pair of connected sockets: one goes to the platform, the descriptor of the other is returned."""
        theirs, own = socket.socketpair()
        with theirs:
            channel.send({"is": name, "id": order["id"]}, theirs)
        return own.detach()

    def _specialise(self, order):
        name = order["id"]
        try:
            sandbox.limit(self._group_names[name], order, self._groups)
            stage = f"{jail.STAGES}/{name}"
            jail.mount_code(order["code"], order["isCompiled"], f"{stage}/task", f"{stage}/compiled")
        except (KeyError, OSError) as error:
            channel.send({"is": "failed", "id": name, "reason": str(error)})
            self._kill(name)
        else:
            channel.send({"is": "specialised", "id": name})

    def _kill(self, name):
        pid = self._pids.get(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def _tell_end(self, watch):
        name, group, ended = self._sandboxes.pop(watch)
        self._poll.unregister(watch)
        os.waitpid(self._pids.pop(name), 0)
        del self._group_names[name]
        text = os.read(ended, 4)
        os.close(watch)
        os.close(ended)
        status = struct.unpack("i", text)[0] if text else None
        is_out = self._groups.was_out_of_memory(group)
        channel.send({"is": "ended", "id": name, "status": status, "outOfMemory": is_out})
        self._remove_stage(f"{jail.STAGES}/{name}")
        self._remove_groups(group)

    def _make_stage(self, stage):
        os.makedirs(f"{stage}/task")
        with open(f"{stage}/compiled", "wb"):
            pass
        os.symlink(f"..{jail.RUNTIME}", f"{stage}/runtime")

    def _remove_stage(self, stage):
        if os.path.isdir(stage):
            for name in ("task", "compiled"):
                if os.path.ismount(f"{stage}/{name}"):
                    kernel.unmount(f"{stage}/{name}")
            os.unlink(f"{stage}/compiled")
            os.unlink(f"{stage}/runtime")
            os.rmdir(f"{stage}/task")
            os.rmdir(stage)

    def _remove_groups(self, *ended):
        """Those that the kernel, or this process, is still in are tried again later."""
        self._unremoved = {group for group in (*self._unremoved, *ended) if not self._groups.remove(group)}


def _enter(order, connection, output, status, groups):
    try:
        gc.disable()
        return sandbox.enter(order, connection, output, status, groups)
    except Exception as error:  # The platform has to know, whatever it is.
        _tell_failure(order, error)
        os._exit(1)


def _tell_failure(order, error):
    try:
        channel.send({"is": "failed", "id": order["id"], "reason": str(error)})
    except OSError:
        os.write(2, f"{error}\n".encode())


def _spare_from_lack_of_memory():
    """It is for moments in the group of a sandbox, whose lack of memory must not end all others."""
    try:
        with open(f"{jail.PROC}/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("-900")
    except OSError:
        pass


def main():
    settings = json.loads(sys.argv[1])
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        groups = control_groups.ControlGroups(settings["owner"])
        user = os.getuid()
        if user != 0:
            group = os.getgid()
            kernel.unshare(kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS)
            kernel.map_own_user(user, user, group)
        else:
            kernel.unshare(kernel.CLONE_NEWNS)
        programs = [path for path in (settings["node"], sys.base_prefix) if not path.startswith("/usr/")]
        python_function.load(settings["pythonBootstrap"])
        jail.build(
            settings["place"],
            programs,
            settings["codeFolder"],
            [*settings["runtimeFiles"], settings["pythonBootstrap"]],
            groups.folders,
        )
        folders = groups.folders
        groups.move(jail.GROUPS)
    except (OSError, KeyError) as error:
        channel.send({"is": "unable", "reason": str(error)})
        return None
    _spare_from_lack_of_memory()
    gc.collect()
    gc.freeze()
    channel.send({"is": "ready", "groups": folders})
    return Server(groups).serve()


begin = main()
if begin is not None:
    begin()
