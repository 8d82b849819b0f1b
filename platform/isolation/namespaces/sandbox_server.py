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
        self._unremoved = set()
        self._count = 0

    def serve(self):
        while True:
            for descriptor, _ in self._poll.poll():
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
        for name, pid in self._pids.items():
            os.waitpid(pid, 0)
            self._groups.remove(name)
        for name in self._unremoved:
            self._groups.remove(name)

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
        if order["code"] is None:
            os.makedirs(f"{jail.STAGES}/{order['id']}/task")
            os.symlink(f"..{jail.RUNTIME}", f"{jail.STAGES}/{order['id']}/runtime")
        pid = kernel.fork_as_init()
        if pid == 0:
            return _enter(order, connection, output, status, self._groups)
        for descriptor in (connection, output, status):
            os.close(descriptor)
        watch = os.pidfd_open(pid)
        self._sandboxes[watch] = (order["id"], pid, ended)
        self._pids[order["id"]] = pid
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
            sandbox.limit(order, self._groups)
            kernel.mount(f"{jail.CODE}/{order['code']}", f"{jail.STAGES}/{name}/task", None, kernel.MS_BIND)
        except OSError as error:
            channel.send({"is": "failed", "id": name, "reason": str(error)})
            self._kill(name)
        else:
            channel.send({"is": "specialised", "id": name})

    def _kill(self, name):
        pid = self._pids.get(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def _tell_end(self, watch):
        name, pid, ended = self._sandboxes.pop(watch)
        self._poll.unregister(watch)
        os.waitpid(pid, 0)
        del self._pids[name]
        text = os.read(ended, 4)
        os.close(watch)
        os.close(ended)
        channel.send(
            {
                "is": "ended",
                "id": name,
                "status": struct.unpack("i", text)[0] if text else None,
                "outOfMemory": self._groups.was_out_of_memory(name),
            }
        )
        self._remove(name)

    def _remove(self, name):
        stage = f"{jail.STAGES}/{name}"
        if os.path.isdir(stage):
            if os.path.ismount(f"{stage}/task"):
                kernel.unmount(f"{stage}/task")
            os.unlink(f"{stage}/runtime")
            os.rmdir(f"{stage}/task")
            os.rmdir(stage)
        self._unremoved.add(name)
        self._unremoved = {left for left in self._unremoved if not self._groups.remove(left)}


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
    gc.collect()
    gc.freeze()
    channel.send({"is": "ready", "groups": folders})
    return Server(groups).serve()


begin = main()
if begin is not None:
    begin()
