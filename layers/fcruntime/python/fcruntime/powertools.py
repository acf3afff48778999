"""The names that a function written for AWS Lambda Powertools imports, so that its imports are all that changes.

from aws_lambda_powertools import Logger           ->  from fcruntime.powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext  ->  from fcruntime.powertools import LambdaContext
"""

from __future__ import annotations

from fcruntime.lambda_events import LambdaContext
from fcruntime.logs.buffer import LoggerBufferConfig
from fcruntime.logs.logger import Logger

__all__ = ["LambdaContext", "Logger", "LoggerBufferConfig", "correlation_paths"]


class correlation_paths:  # noqa: N801 - a module there
    """Where events have what tells them apart."""

    API_GATEWAY_HTTP = API_GATEWAY_REST = APPSYNC_AUTHORIZER = LAMBDA_FUNCTION_URL = HTTP = "requestContext.requestId"
    APPSYNC_RESOLVER = 'request.headers."x-amzn-trace-id"'
    APPLICATION_LOAD_BALANCER = VPC_LATTICE = 'headers."x-amzn-trace-id"'
    S3_OBJECT_LAMBDA = "xAmzRequestId"
    EVENT_BRIDGE = CLOUD_EVENT = "id"
