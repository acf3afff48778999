"""The same job with the vendor's packages, as a developer would write it: a fair, working handler.

One client each, made once; the vendor's models; plain logging; rules as code; one message after the other.
"""

import json
import logging
import os
import uuid

from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.utils_models import Config
from checks_in_code import check_output
from mns.account import Account
from mns.queue import Message

log = logging.getLogger()
log.setLevel(logging.INFO)
ice = None
queue = None


def initialize(context):
    global ice, queue
    key, secret = os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    endpoint = os.environ["MEDIAVERDICT_ICE_ENDPOINT"]
    protocol, _, host = endpoint.partition("://")
    ice = Client(Config(access_key_id=key, access_key_secret=secret, endpoint=host, protocol=protocol))
    address, _, name = os.environ["MEDIAVERDICT_VERDICT_QUEUE"].partition("/queues/")
    queue = Account(address, key, secret, "").get_queue(name)


def handler(event, context):
    outcomes = {}
    messages = json.loads(event)
    for message in messages:
        callback = json.loads(message["data"]["messageBody"])
        if callback["EventType"] != "MediaConvertComplete":
            continue
        verdict = judge(callback["MessageBody"]["JobId"])
        queue.send_message(Message(json.dumps(verdict)))
        outcomes[verdict["data"]["outcome"]] = outcomes.get(verdict["data"]["outcome"], 0) + 1
    summary = {"records": len(messages), "outcomes": outcomes}
    log.info(json.dumps({"message": "event handled", "request_id": context.request_id, **summary}))
    return summary


def judge(job_id):
    job = ice.get_media_convert_job(models.GetMediaConvertJobRequest(job_id=job_id)).body.job
    expected = json.loads(job.user_data or "{}").get("durationSeconds")
    outputs, findings = [], []
    for output in job.output_details or []:
        meta = output.result.out_file_meta
        video = meta.video_stream_info_list[0].to_map() if meta.video_stream_info_list else {}
        audio = meta.audio_stream_info_list[0].to_map() if meta.audio_stream_info_list else {}
        basic = meta.file_basic_info
        found = check_output(output.name, video, audio, basic.duration, expected)
        findings += [{"output": output.name, **one} for one in found]
        outputs.append(
            {
                "name": output.name,
                "url": output.result.output_file.url,
                "outcome": "fail" if found else "pass",
                "facts": {"width": video.get("Width"), "height": video.get("Height"), "duration": basic.duration},
            }
        )
    return {
        "specversion": "1.0",
        "type": "mediaverdict.verdict.v1",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, job.job_id)),
        "subject": job.job_id,
        "data": {
            "outcome": "fail" if findings else "pass",
            "outputs": outputs,
            "findings": findings,
            "job": {"id": job.job_id, "state": job.state, "pipeline": job.pipeline_id},
        },
    }
