# The first process of a guest: loads what reaches the host, sets the clock, starts the agent, and says how it ended.
# The lines before it, which set $modules and $node, are written by initramfs.ts.
# Every process costs milliseconds where the processor is emulated: hence one shell, and no more programs than needed.
#
# Port 1 carries lines to the host: "time?", which it answers with the bytes of a timespec, "clocked", and "exited STATUS
# OUT_OF_MEMORY"; and from it "synchronise". Port 2 carries the frames of agent.cts, port 3 what the function writes to
# standard output and error.

busybox=/bin/busybox
for module in $modules; do $busybox insmod "/modules/$module.ko"; done
$busybox mount -t proc proc /proc
$busybox mount -t devtmpfs devtmpfs /dev
$busybox mount -t cgroup2 cgroup /sys/fs/cgroup
echo +memory >/sys/fs/cgroup/cgroup.subtree_control
$busybox mkdir -m 1777 /sys/fs/cgroup/function /tmp
$busybox ifconfig lo 127.0.0.1 up

exec 3<>/dev/vport0p1 4<>/dev/vport0p2 5>/dev/vport0p3
synchronise() { /bin/synchronise <&3 >&3 2</dev/urandom; }
synchronise

# Through a pipe, because Node.js cannot wait for a port without keeping its event loop busy.
$busybox cat <&4 3<&- 5>&- >/run/agent &
{
  "$node" /var/runtime/agent.cjs </run/agent 3<&- 1>&5 2>&5 5>&-
  status=$?
  echo "exited $status $($busybox grep -c '^oom_kill [1-9]' /sys/fs/cgroup/function/memory.events)" >&3
} &

while read -r verb <&3; do synchronise; done
# The host is gone.
$busybox poweroff -f
