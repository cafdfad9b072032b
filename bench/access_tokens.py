"""Access tokens as an identity provider would sign them, and tokens as an attacker would forge them."""

from __future__ import annotations

import base64
import json
import os
import random
import time
from collections.abc import Iterator

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

ALGORITHMS = ["RS256", "ES256", "EdDSA"]
AUDIENCE = "cq-server"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value: int, size: int | None = None) -> str:
    return base64url(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


def _segment(members: dict) -> str:
    return base64url(json.dumps(members, separators=(",", ":")).encode())


def claims_for(issuer: str, person: int, number: int) -> dict:
    """Shaped as Keycloak's; the `number` makes the token one of its own."""
    now = int(time.time())
    return {
        "exp": now + 86_400,
        "iat": now,
        "jti": f"9385c672-7f45-4685-9463-{number:012x}",
        "iss": issuer,
        "aud": [AUDIENCE, "account"],
        "sub": f"b473baf4-067a-41d3-abde-{person:012x}",
        "typ": "Bearer",
        "azp": "cq-cli",
        "sid": "762e4ace-5067-454e-a43b-1247946f92b6",
        "acr": "1",
        "allowed-origins": ["http://127.0.0.1", "http://localhost"],
        "realm_access": {"roles": ["cq-admin", "offline_access", "default-roles-cq", "user"]},
        "resource_access": {"account": {"roles": ["manage-account", "manage-account-links", "view-profile"]}},
        "scope": "openid email profile",
        "email_verified": True,
        "name": "Alice Example",
        "preferred_username": f"alice-{person}",
        "given_name": "Alice",
        "family_name": "Example",
        "email": f"alice-{person}@example.com",
    }


class SigningKeys:
    """One key for each of ALGORITHMS: RSA of 2048 bits, P-256 and Ed25519."""

    def __init__(self) -> None:
        self._rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._ec = ec.generate_private_key(ec.SECP256R1())
        self._ed25519 = ed25519.Ed25519PrivateKey.generate()

    @staticmethod
    def kid(algorithm: str) -> str:
        return f"M7K2GctMNmcFYa8pJbCWSH56uv7DlPisHxFKg-{algorithm}"

    def jwks(self) -> dict:
        modulus = self._rsa.public_key().public_numbers()
        point = self._ec.public_key().public_numbers()
        keys = {
            "RS256": {"kty": "RSA", "n": _number(modulus.n), "e": _number(modulus.e)},
            "ES256": {"kty": "EC", "crv": "P-256", "x": _number(point.x, 32), "y": _number(point.y, 32)},
            "EdDSA": {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": base64url(self._ed25519.public_key().public_bytes_raw()),
            },
        }
        return {"keys": [key | {"use": "sig", "alg": name, "kid": self.kid(name)} for name, key in keys.items()]}

    def _signature(self, algorithm: str, text: bytes) -> bytes:
        if algorithm == "RS256":
            return self._rsa.sign(text, padding.PKCS1v15(), hashes.SHA256())
        if algorithm == "ES256":
            r, s = decode_dss_signature(self._ec.sign(text, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return self._ed25519.sign(text)

    def token(self, algorithm: str, claims: dict) -> str:
        text = f"{_segment({'alg': algorithm, 'typ': 'JWT', 'kid': self.kid(algorithm)})}.{_segment(claims)}"
        return f"{text}.{base64url(self._signature(algorithm, text.encode()))}"

    def tokens(self, algorithm: str, issuer: str, count: int, people: int = 100) -> Iterator[str]:
        """`count` different good tokens, of `people` in turn."""
        for number in range(count):
            yield self.token(algorithm, claims_for(issuer, number % people, number))

    def unacceptable(self, algorithm: str, issuer: str) -> Iterator[str]:
        """Tokens that whoever checks signature, issuer, audience and expiry refuses."""
        good = claims_for(issuer, 0, 0)
        head, payload, _ = self.token(algorithm, good).split(".")
        size = 256 if algorithm == "RS256" else 64
        yield f"{head}.{payload}.{base64url(bytes(size - 1) + bytes([1]))}"
        yield self.token(algorithm, good | {"iss": issuer + "/other"})
        yield self.token(algorithm, good | {"aud": ["account"]})
        yield self.token(algorithm, good | {"exp": good["iat"] - 3_600})


def forged(issuer: str, count: int) -> Iterator[str]:
    """Tokens with good claims: unknown kids, the wrong signature under known ones, other algorithms."""
    headers = [
        lambda: {"alg": "RS256", "typ": "JWT", "kid": base64url(os.urandom(32))},
        lambda: {"alg": "RS256", "typ": "JWT", "kid": SigningKeys.kid("RS256")},
        lambda: {"alg": random.choice(["none", "HS256", "HS512", "RS1"]), "kid": SigningKeys.kid("RS256")},
    ]
    payload = claims_for(issuer, 0, 0)
    for number in range(count):
        # Below the modulus, so that the whole of the signature's computation is done.
        signature = b"\0" + os.urandom(255)
        payload["jti"] = f"forged-{number}"
        yield f"{_segment(headers[number % 3]())}.{_segment(payload)}.{base64url(signature)}"
