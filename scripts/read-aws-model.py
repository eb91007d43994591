"""Writes which parameters AWS's own CLI takes, for the commands that docs/ names: python3 scripts/read-aws-model.py SERVICE:OPERATION ...

It reads the model that the CLI itself is made from (botocore). test/docs-commands.test.ts names what is missing.
"""

import json
import sys

import botocore.session
from botocore import xform_name

# Commands that the CLI adds to the model by hand.
BY_HAND = {
    "logs:tail": ["since", "follow", "format", "filter-pattern", "log-stream-names", "log-stream-name-prefix"],
}


def parameters(session, name):
    if name in BY_HAND:
        return BY_HAND[name]
    service, operation = name.split(":")
    model = session.get_service_model(service)
    found = [each for each in model.operation_names if xform_name(each, "-") == operation]
    if not found:
        sys.exit(f"The CLI has no command aws {service} {operation}")
    shape = model.operation_model(found[0]).input_shape
    members = shape.members if shape else {}
    flags = []
    for member, of in members.items():
        flag = xform_name(member, "-")
        flags += [flag, f"no-{flag}"] if of.type_name == "boolean" else [flag]
    return flags


session = botocore.session.get_session()
print(json.dumps({name: sorted(parameters(session, name)) for name in sorted(sys.argv[1:])}, indent=2))
