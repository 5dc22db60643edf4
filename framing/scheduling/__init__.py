"""Jobs over partitions: in this process, in processes beside it, or on a Dask cluster.

Nothing here knows what a job does. Whoever plans jobs sees one interface, ``jobs.Scheduler``, and
gets the same answers from each.
"""
