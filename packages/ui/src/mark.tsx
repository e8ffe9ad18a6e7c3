import type { SVGProps } from "react";

/** The mark: a line and the bob that hangs from it. */
export function Mark(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 14 20" fill="none" aria-hidden="true" {...props}>
      <path d="M7 0v6.4" stroke="currentColor" strokeWidth="1.4" />
      <path d="M7 6l4.6 4.2L7 20 2.4 10.2z" fill="currentColor" />
    </svg>
  );
}
