/**
 * Webhooks, by TLS. `/validate` refuses calls with `forbidden` in their message, `/mutate` replaces `draft` by the rest of
 * the message, `/broken` fails. `GET /asked` returns what was asked: where, by which client certificate, about which method
 * of which user, and whether it was signed with HMAC_SECRET.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import express from 'express';

const read = (name) => readFileSync(`/tls/${name}`);
const asked = [];

/** Whether the body is signed with the secret, and the moment of it. */
function isSigned({ headers }, body) {
  const { 'x-toolhive-timestamp': moment, 'x-toolhive-signature': signature } = headers;
  if (!signature) return false;
  const right = `sha256=${createHmac('sha256', process.env.HMAC_SECRET).update(`${moment}.`).update(body).digest('hex')}`;
  return right.length === signature.length && timingSafeEqual(Buffer.from(right), Buffer.from(signature));
}

const app = express();
app.get('/asked', (_, response) => response.json(asked));
app.use(express.raw({ type: () => true, limit: '8mb' }), (request, response, next) => {
  request.asked = JSON.parse(request.body);
  const { mcp_request: mcp, principal, uid, version } = request.asked;
  asked.push({
    path: request.path,
    method: mcp.method,
    message: mcp.params?.arguments?.message,
    user: principal?.sub,
    client: request.socket.authorized ? request.socket.getPeerCertificate().subject.CN : undefined,
    signed: isSigned(request, request.body),
  });
  request.answer = { version, uid, allowed: true };
  request.message = String(mcp.params?.arguments?.message ?? '');
  next();
});
app.post('/validate', ({ answer, message }, response) =>
  response.json({ ...answer, allowed: !message.includes('forbidden') }),
);
app.post('/mutate', ({ answer, message }, response) => {
  const value = message.replace(/^draft /, '');
  const patch = [{ op: 'replace', path: '/mcp_request/params/arguments/message', value }];
  response.json({ ...answer, ...(value !== message && { patch_type: 'json_patch', patch }) });
});
app.post('/broken', (_, response) => response.status(503).end());

process.on('SIGTERM', () => process.exit(0));
const tls = { key: read('tls.key'), cert: read('tls.crt'), ca: read('ca.crt'), requestCert: true };
createServer({ ...tls, rejectUnauthorized: false }, app).listen(8443, '0.0.0.0');
