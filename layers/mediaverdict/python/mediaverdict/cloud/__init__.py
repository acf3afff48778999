"""The only I/O of the cloud side: job details in, verdicts out.

- `signing`       ACS3 and MNS signatures, each an httpx.Auth
- `http`          one client, one TLS context, bounded answers
- `ice`           GetMediaConvertJob and ListMediaConvertJobs
- `smq`           a queue of Simple Message Queue; its XML in `smq_xml`
- `sqlite_queue`  the embedded queue of a laptop, with the same verbs
- `queues`        an address -> a queue
"""
