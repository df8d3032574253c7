"""Holds objects against Kubernetes' strict schemas.

Arguments: Kubernetes versions. Input: a JSON line {"name", "object"} for each object. Output: for each a JSON line
{"name", "problems"}.
"""
import functools
import json
import sys

from kubernetes_validate import InvalidSchemaError, SchemaNotFoundError, ValidationError, utils

# The package reads its schemas, megabytes of them, anew for each object.
utils.schema_contents = functools.lru_cache(maxsize=None)(utils.schema_contents)


def problems(obj, versions):
    for version in versions:
        try:
            utils.validate(obj, version, strict=True)
        except ValidationError as error:
            yield f"{version}: {'.'.join(map(str, error.path))}: {error.message}"
        except (SchemaNotFoundError, InvalidSchemaError) as error:
            yield f"{version}: {error.message}"


for line in sys.stdin:
    case = json.loads(line)
    print(json.dumps({"name": case["name"], "problems": list(problems(case["object"], sys.argv[1:]))}))
