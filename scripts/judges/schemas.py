"""Holds objects against Kubernetes' strict schemas.

Arguments: Kubernetes versions. Input: a JSON line {"name", "object"} for each object. Output: for each a JSON line
{"name", "problems"}.
"""
import functools
import json
import sys

from kubernetes_validate import utils

# The package reads its schemas, megabytes of them, anew for each object.
utils.schema_contents = functools.lru_cache(maxsize=None)(utils.schema_contents)


def problem(obj, version):
    """What the version has against the object, or None."""
    try:
        utils.validate(obj, version, strict=True)
    except utils.ValidationError as error:
        return f"{'.'.join(map(str, error.path)) or 'the object'}: {error.message}"
    except Exception as error:  # no such kind, no apiVersion: the judge can't say yes
        return getattr(error, "message", repr(error)).replace(f" for kubernetes version {version}", "")
    return None


def problems(obj, versions):
    """Each problem once, behind the versions that have it."""
    found = {}
    for version in versions:
        text = problem(obj, version)
        if text:
            found.setdefault(text, []).append(version)
    return [f"Kubernetes {', '.join(found[text])}: {text}" for text in found]


missing = set(sys.argv[1:]) - {utils.major_minor(version) for version in utils.all_versions()}
if missing:  # the package would silently take an older version's
    sys.exit(f"no schemas of Kubernetes {', '.join(sorted(missing))}")
for line in sys.stdin:
    case = json.loads(line)
    print(json.dumps({"name": case["name"], "problems": problems(case["object"], sys.argv[1:])}))
