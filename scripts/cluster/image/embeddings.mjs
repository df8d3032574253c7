/** A substitute for text-embeddings-inference: words, counted in 64 buckets. `GET /asked` returns the texts of its requests. */
import express from 'express';

const SIZE = 64;

/** Texts with words in common get vectors that are near. */
function vector(text) {
  const counts = new Array(SIZE).fill(0);
  for (const word of String(text)
    .toLowerCase()
    .match(/[a-z]+/g) ?? []) {
    counts[[...word].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7) % SIZE]++;
  }
  const length = Math.hypot(...counts) || 1;
  return counts.map((count) => count / length);
}

/** Serves until the pod ends. */
export function serveEmbeddings(port) {
  const asked = [];
  const app = express();
  app.get('/health', (_, response) => response.json({}));
  app.get('/info', (_, response) => response.json({ model_id: 'test', max_client_batch_size: 32 }));
  app.get('/asked', (_, response) => response.json(asked));
  app.post('/embed', express.json({ limit: '8mb' }), ({ body }, response) => {
    const inputs = [body.inputs].flat();
    asked.push(...inputs);
    response.json(inputs.map(vector));
  });
  app.listen(port, '0.0.0.0');
}
