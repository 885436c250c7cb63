"""A passkey as a browser would have registered it; no key is behind it that could sign in."""

import json
import os
from base64 import urlsafe_b64encode
from typing import Any

from allauth.mfa.models import Authenticator
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from members.models import Member

FLAGS = AuthenticatorData.FLAG
# The person was there, proved that it is them, and a key follows.
PRESENT_AND_SURE = FLAGS.UP | FLAGS.UV | FLAGS.AT


def make_passkey(member: Member) -> Authenticator:
    key = ES256({1: 2, 3: -7, -1: 1, -2: os.urandom(32), -3: os.urandom(32)})
    credential = AttestedCredentialData.create(bytes(16), os.urandom(16), key)
    data = AuthenticatorData.create(bytes(32), PRESENT_AND_SURE, 0, credential)
    client = {"type": "webauthn.create", "challenge": "AAAA", "origin": "http://testserver"}
    said = {
        "clientDataJSON": _text(json.dumps(client).encode()),
        "attestationObject": _text(AttestationObject.create("none", data, {})),
    }
    identity = _text(credential.credential_id)
    registered: dict[str, Any] = {
        "id": identity,
        "rawId": identity,
        "type": "public-key",
        "response": said,
    }
    passkey: Authenticator = Authenticator.objects.create(
        user=member,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "My key", "credential": registered},
    )
    return passkey


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
