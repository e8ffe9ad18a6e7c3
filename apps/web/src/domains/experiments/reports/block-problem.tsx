/** In place of a block that cannot be drawn: where it stands, and what to do. */
export function BlockProblem({ line, message }: { line: number; message: string }) {
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">
      <span className="font-medium">Line {line}:</span> {message}
    </p>
  );
}
