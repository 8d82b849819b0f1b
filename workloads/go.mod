module faasmark/workloads

go 1.23
