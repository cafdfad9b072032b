"""Verifies the tokens of a file with PyJWT; see ../README.md."""

import json
import sys
import time

import jwt


def main() -> None:
    with open(sys.argv[1]) as file:
        task = json.load(file)
    for jwk in task["jwks"]["keys"]:
        algorithm = jwk["alg"]
        key = jwt.PyJWK(jwk)

        def verify(token: str, key: jwt.PyJWK = key, algorithm: str = algorithm) -> None:
            jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=task["issuer"],
                audience=task["audience"],
                options={"require": ["exp"]},
            )

        for token in task["unacceptable"][algorithm]:
            try:
                verify(token)
            except jwt.InvalidTokenError:
                continue
            sys.exit("a bad token was accepted")

        tokens = task["tokens"][algorithm]
        count = 0
        started = time.process_time()
        while (elapsed := time.process_time() - started) < task["seconds"]:
            for token in tokens:
                verify(token)
            count += len(tokens)
        print(json.dumps({"algorithm": algorithm, "per_second": count / elapsed}))


main()
