import { isObject, JsonObject } from './objects';

/** The object that a text of JSON is; undefined for anything else. What somebody else has written may be anything. */
export function jsonObject(text: unknown): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
