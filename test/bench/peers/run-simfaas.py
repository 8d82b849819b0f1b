"""Runs the simulator of SimFaaS once and prints how many invocations it simulated in how much time, as JSON."""

import json
import sys
import time

from simfaas.ServerlessSimulator import ServerlessSimulator

order = json.loads(sys.argv[1])
simulator = ServerlessSimulator(
    arrival_rate=order["perSecond"],
    warm_service_rate=1 / order["serviceSeconds"],
    cold_service_rate=1 / order["serviceSeconds"],
    expiration_threshold=order["lifetimeSeconds"],
    max_time=order["seconds"],
    maximum_concurrency=1_000_000,
)
start, cpu = time.perf_counter(), time.process_time()
simulator.generate_trace(debug_print=False, progress=False)
end, cpu_end = time.perf_counter(), time.process_time()
print(
    json.dumps(
        {"invocations": simulator.total_req_count, "seconds": end - start, "cpuSeconds": cpu_end - cpu}
    )
)
