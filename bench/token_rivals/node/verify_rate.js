// Verifies the tokens of a file with jose; see ../README.md.
import { readFileSync } from 'node:fs';
import { importJWK, jwtVerify } from 'jose';

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

for (const jwk of task.jwks.keys) {
  const key = await importJWK(jwk);
  const options = {
    algorithms: [jwk.alg],
    issuer: task.issuer,
    audience: task.audience,
    requiredClaims: ['exp'],
  };

  for (const token of task.unacceptable[jwk.alg]) {
    const isRefused = await jwtVerify(token, key, options).then(
      () => false,
      () => true,
    );
    if (!isRefused) throw new Error('a bad token was accepted');
  }

  const tokens = task.tokens[jwk.alg];
  let count = 0;
  let elapsed = 0;
  const started = cpuSeconds();
  while ((elapsed = cpuSeconds() - started) < task.seconds) {
    for (const token of tokens) await jwtVerify(token, key, options);
    count += tokens.length;
  }
  console.log(JSON.stringify({ algorithm: jwk.alg, per_second: count / elapsed }));
}
