/** An OTLP collector that counts: `GET /` returns how often each path was posted to, and with which Authorization. */
import { createServer } from 'node:http';

const posts = {};
const authorizations = new Set();
process.on('SIGTERM', () => process.exit(0));
createServer((request, response) => {
  request.resume().on('end', () => {
    if (request.method === 'GET') return response.end(JSON.stringify({ posts, authorizations: [...authorizations] }));
    posts[request.url] = (posts[request.url] ?? 0) + 1;
    authorizations.add(request.headers.authorization ?? 'none');
    return response.setHeader('content-type', 'application/x-protobuf').end();
  });
}).listen(4318, '0.0.0.0');
