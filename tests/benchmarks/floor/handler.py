"""The same job with the standard library alone: as little as can be done, for the distance to it.

No retries, no tolerant reading, no units, one message after the other: what a handler can't do without.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import time
import uuid
from urllib.parse import quote

from checks_in_code import check_output

key = secret = ""
connection = None
host = ""
queue_path = ""


def initialize(context):
    global key, secret, connection, host, queue_path
    key, secret = os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    host = os.environ["MEDIAVERDICT_ICE_ENDPOINT"].partition("://")[2]
    queue_path = "/queues/" + os.environ["MEDIAVERDICT_VERDICT_QUEUE"].rpartition("/queues/")[2]
    connection = http.client.HTTPConnection(host, timeout=10)


def handler(event, context):
    outcomes = {}
    messages = json.loads(event)
    for message in messages:
        callback = json.loads(message["data"]["messageBody"])
        if callback["EventType"] != "MediaConvertComplete":
            continue
        verdict = judge(get_job(callback["MessageBody"]["JobId"]))
        send(json.dumps(verdict).encode())
        outcomes[verdict["data"]["outcome"]] = outcomes.get(verdict["data"]["outcome"], 0) + 1
    summary = {"records": len(messages), "outcomes": outcomes}
    print(json.dumps({"message": "event handled", "request_id": context.request_id, **summary}))
    return summary


def get_job(job_id):
    query = f"JobId={quote(job_id)}"
    headers = {
        "host": host,
        "x-acs-action": "GetMediaConvertJob",
        "x-acs-version": "2020-11-09",
        "x-acs-date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = f"GET\n/\n{query}\n{lines}\n{names}\n{headers['x-acs-content-sha256']}"
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = f"ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},Signature={signature}"
    connection.request("GET", "/?" + query, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(body)
    return json.loads(body)["Job"]


def send(body):
    path = f"{queue_path}/messages"
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    kind = "text/xml;charset=UTF-8"
    text = f"POST\n\n{kind}\n{date}\nx-mns-version:2015-06-06\n{path}"
    signature = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()
    xml = (
        '<?xml version="1.0" encoding="utf-8"?><Message xmlns="http://mns.aliyuncs.com/doc/v1/"><MessageBody>'
        f"{base64.b64encode(body).decode()}</MessageBody></Message>"
    )
    connection.request(
        "POST",
        path,
        body=xml.encode(),
        headers={
            "Date": date,
            "Content-Type": kind,
            "x-mns-version": "2015-06-06",
            "Authorization": f"MNS {key}:{signature}",
        },
    )
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 201:
        raise RuntimeError(content)


def judge(job):
    expected = json.loads(job.get("UserData") or "{}").get("durationSeconds")
    outputs, findings = [], []
    for output in job["OutputDetails"]:
        meta = output["Result"]["OutFileMeta"]
        video = (meta.get("VideoStreamInfoList") or [{}])[0]
        audio = (meta.get("AudioStreamInfoList") or [{}])[0]
        basic = meta["FileBasicInfo"]
        found = check_output(output["Name"], video, audio, basic.get("Duration"), expected)
        findings += [{"output": output["Name"], **one} for one in found]
        outputs.append(
            {
                "name": output["Name"],
                "url": output["Result"]["OutputFile"]["Url"],
                "outcome": "fail" if found else "pass",
                "facts": {
                    "width": video.get("Width"),
                    "height": video.get("Height"),
                    "duration": basic.get("Duration"),
                },
            }
        )
    return {
        "specversion": "1.0",
        "type": "mediaverdict.verdict.v1",
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, job["JobId"])),
        "subject": job["JobId"],
        "data": {
            "outcome": "fail" if findings else "pass",
            "outputs": outputs,
            "findings": findings,
            "job": {"id": job["JobId"], "state": job["State"], "pipeline": job.get("PipelineId")},
        },
    }
