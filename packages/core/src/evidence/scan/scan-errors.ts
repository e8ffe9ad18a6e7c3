/** Bytes that do not say what they should: the file's fault, never the scanner's. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

/** The scanner goes no further here. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

/** Expands to more than any honest file. */
export class BombError extends Error {
  override readonly name = "BombError";
}

/** The file could not be read: not a fact about the file, so that the scan as a whole fails. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}
