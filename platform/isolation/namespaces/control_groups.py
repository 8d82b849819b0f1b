"""Limits of a sandbox that the kernel keeps by control groups, version 1 or 2, where this process may make any."""

import errno
import os

# Not the processor: a group would share it as one process does, however many others want it, and start more slowly.
CONTROLLERS = ("memory", "pids")
PREFIX = "faasmark-"
OWN_GROUP = "/platform"


def _find_folders():
    """Where this process's groups are, by controller; version 2 has all in one folder."""
    mounts = {}
    with open("/proc/self/mountinfo", encoding="utf-8") as file:
        for line in file:
            fields = line.split()
            kind, options = fields[fields.index("-") + 1], fields[-1].split(",")
            if kind == "cgroup":
                mounts.update({option: (fields[3], fields[4]) for option in options if option in CONTROLLERS})
            elif kind == "cgroup2":
                mounts[""] = (fields[3], fields[4])
    with open("/proc/self/cgroup", encoding="utf-8") as file:
        own = [line.rstrip("\n").split(":", 2) for line in file]
    folders = {}
    for _, names, path in own:
        for name in names.split(","):
            if name in mounts:
                root, place = mounts[name]
                folders[name] = os.path.normpath(place + "/" + os.path.relpath(path, root))
    return folders


def _offers(folder, controller):
    try:
        with open(f"{folder}/cgroup.controllers", encoding="ascii") as file:
            return controller in file.read().split()
    except OSError:
        return False


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


class ControlGroups:
    """The groups of one platform. `folders` holds them by controller, and only those that could be had."""

    def __init__(self, owner, find_folders=_find_folders):
        """find_folders: tells where this process's own groups are, by controller; "" is all of version 2."""
        self.folders = {}
        self.is_unified = False
        try:
            self._begin(f"{PREFIX}{owner}", find_folders())
        except OSError:
            self.folders = {}

    def _begin(self, name, found):
        unified = found.pop("", None)
        for controller, parent in found.items():
            _remove_stale(parent)
            try:
                os.makedirs(f"{parent}/{name}", exist_ok=True)
                self.folders[controller] = f"{parent}/{name}"
            except OSError:
                pass
        if not self.folders and unified is not None:
            self._begin_unified(unified, name)

    def _begin_unified(self, parent, name):
        offered = [controller for controller in CONTROLLERS if _offers(parent, controller)]
        if not offered:
            return
        _remove_stale(parent)
        # Only a group without processes may hand its controllers down: this one leaves it for one of its own.
        folder = f"{parent}/{name}"
        own = f"{folder}{OWN_GROUP}"
        os.makedirs(own, exist_ok=True)
        with open(f"{parent}/cgroup.procs", encoding="ascii") as file:
            for pid in file.read().split():
                _write(f"{own}/cgroup.procs", pid)
        wanted = " ".join(f"+{controller}" for controller in offered)
        _write(f"{parent}/cgroup.subtree_control", wanted)
        _write(f"{folder}/cgroup.subtree_control", wanted)
        self.folders = {"unified": folder}
        self.is_unified = True

    def move(self, root):
        """The same groups by the names that they have after a change of root."""
        self.folders = {controller: f"{root}/{controller}" for controller in self.folders}

    def limit(self, name, memory_bytes, processes):
        for controller, folder in self.folders.items():
            for file, text in self._limits(controller, memory_bytes, processes):
                try:
                    _write(f"{folder}/{name}/{file}", text)
                except OSError as error:
                    # Without accounting of swap, or without a controller, there is no such file.
                    if error.errno not in (errno.ENOENT, errno.EACCES, errno.EPERM):
                        raise

    def _limits(self, controller, memory_bytes, processes):
        memory = str(memory_bytes)
        if controller == "unified":
            return [("memory.max", memory), ("memory.swap.max", "0"), ("pids.max", str(processes))]
        if controller == "memory":
            return [("memory.limit_in_bytes", memory), ("memory.memsw.limit_in_bytes", memory)]
        return [("pids.max", str(processes))]

    def join(self, name):
        """Makes the groups, and has this process be in them."""
        for folder in self.folders.values():
            os.mkdir(f"{folder}/{name}")
            _write(f"{folder}/{name}/cgroup.procs", "0")

    def leave(self):
        """Has this process be in none of a sandbox."""
        for folder in self.folders.values():
            # Version 2 lets no process into a group that hands its controllers down.
            _write(f"{folder}{OWN_GROUP if self.is_unified else ''}/cgroup.procs", "0")

    def was_out_of_memory(self, name):
        file = "memory.events" if self.is_unified else "memory.oom_control"
        folder = self.folders.get("unified" if self.is_unified else "memory")
        if folder is None:
            return False
        try:
            with open(f"{folder}/{name}/{file}", encoding="ascii") as lines:
                return any(line.startswith("oom_kill ") and not line.startswith("oom_kill 0") for line in lines)
        except OSError:
            return False

    def remove(self, name):
        """Whether nothing of it is left: the kernel may still be busy with processes that were just killed."""
        return all([_remove(f"{folder}/{name}") for folder in self.folders.values()])


def _remove(folder):
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _remove_stale(parent):
    """Groups of platforms that are dead. The name begins with the process id."""
    for name in os.listdir(parent):
        if not name.startswith(PREFIX):
            continue
        pid = name[len(PREFIX) :].split("-")[0]
        if pid.isdecimal() and not os.path.exists(f"/proc/{pid}"):
            folder = f"{parent}/{name}"
            for entry in os.scandir(folder):
                if entry.is_dir():
                    _remove(entry.path)
            _remove(folder)
