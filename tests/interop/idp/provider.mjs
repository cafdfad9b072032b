// A real OpenID provider (npm oidc-provider) for the interop tests and `make demo-oidc`.
//
//   node provider.mjs [--port PORT] [--end-with-stdin]
//
// Listens on 127.0.0.1, prints {"issuer": URL} as one line when it is ready, ends on SIGTERM. It issues JWT access
// tokens (RFC 9068) with the audience `cq-server` to the client `cq-agent` (secret `cq-agent-secret`) by the client
// credentials grant. Beside the provider's own routes, what a test needs of one:
//
//   POST /test/tokens     {algorithm, claims, header, signer} -> a token for a person, as text
//   POST /test/rotations  {drop_former} -> new keys sign from now on; the former stay published or leave at once
//   PUT  /test/outage     {mode: none | error | close | hang} -> what discovery and the keys answer
//   GET  /test/requests   {discovery, keys} -> how often each was asked for
import './node18.mjs';

import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { parseArgs } from 'node:util';

import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const AUDIENCE = 'cq-server';
const RESOURCE = 'urn:cq-server';
const LIFETIME_SECONDS = 300;

const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'end-with-stdin': { type: 'boolean', default: false } },
});

class SigningKeys {
  #published = []; // private JWKs, the newest first

  static async #generate(alg) {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `${alg}-${randomUUID()}` };
  }

  async rotate({ dropFormer }) {
    const fresh = await Promise.all(ALGORITHMS.map(SigningKeys.#generate));
    this.#published = dropFormer ? fresh : [...fresh, ...this.#published];
  }

  get published() {
    return this.#published;
  }

  newest(alg) {
    const key = this.#published.find((candidate) => candidate.alg === alg);
    if (!key) throw new RangeError(`no key for ${alg}`);
    return key;
  }

  // A key that nobody publishes under the kid of one that is.
  async impostor(alg) {
    return { ...(await SigningKeys.#generate(alg)), kid: this.newest(alg).kid };
  }
}

const keys = new SigningKeys();
const requests = { discovery: 0, keys: 0 };
let outage = 'none';
let answerProviderRequest;
let issuer;

function configureProvider() {
  const provider = new Provider(issuer, {
    jwks: { keys: keys.published },
    clients: [
      {
        client_id: 'cq-agent',
        client_secret: 'cq-agent-secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    cookies: { keys: [randomUUID()] },
    ttl: { ClientCredentials: LIFETIME_SECONDS },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: () => ({
          audience: AUDIENCE,
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: LIFETIME_SECONDS,
          jwt: { sign: { alg: ALGORITHMS[0] } },
        }),
      },
    },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  provider.on('server_error', (_context, error) => console.error(error));
  answerProviderRequest = provider.callback();
}

async function rotate(dropFormer) {
  await keys.rotate({ dropFormer });
  configureProvider();
}

// A member that is null is left out.
const present = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));

async function mintToken({ algorithm = ALGORITHMS[0], claims = {}, header = {}, signer = 'published' }) {
  const key = signer === 'published' ? keys.newest(algorithm) : await keys.impostor(algorithm);
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    aud: AUDIENCE,
    sub: 'alice',
    iat: now,
    exp: now + LIFETIME_SECONDS,
    jti: randomUUID(),
    ...claims,
  };
  return new SignJWT(present(payload))
    .setProtectedHeader(present({ alg: algorithm, typ: 'at+jwt', kid: key.kid, ...header }))
    .sign(await importJWK(key, algorithm));
}

async function readJson(request) {
  let text = '';
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : {};
}

function answer(response, status, body) {
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const TEST_ROUTES = {
  'POST /test/tokens': async (body) => mintToken(body),
  'POST /test/rotations': async (body) => {
    await rotate(body.drop_former === true);
    return { kids: keys.published.map((key) => key.kid) };
  },
  'PUT /test/outage': async (body) => {
    outage = body.mode;
    return { mode: outage };
  },
  'GET /test/requests': async () => requests,
};

// True when an outage has dealt with the request.
function suffersOutage(request, response) {
  const part = { '/.well-known/openid-configuration': 'discovery', '/jwks': 'keys' }[request.url];
  if (!part) return false;
  requests[part] += 1;
  if (outage === 'none') return false;
  if (outage === 'error') answer(response, 503, { error: 'temporarily_unavailable' });
  if (outage === 'close') request.socket.destroy();
  return true; // "hang" says nothing
}

const server = http.createServer(async (request, response) => {
  try {
    const route = TEST_ROUTES[`${request.method} ${request.url}`];
    if (route) answer(response, 200, await route(await readJson(request)));
    else if (!suffersOutage(request, response)) answerProviderRequest(request, response);
  } catch (error) {
    answer(response, 500, { error: String(error) });
  }
});

function end() {
  server.close();
  server.closeAllConnections();
  if (options['end-with-stdin']) process.stdin.destroy();
}

server.listen(Number(options.port), '127.0.0.1', async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  await rotate(true);
  console.log(JSON.stringify({ issuer }));
});
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (options['end-with-stdin']) process.stdin.resume().on('end', end);
