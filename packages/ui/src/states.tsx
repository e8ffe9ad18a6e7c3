"use client";
import { CircleAlert, RotateCw, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";

/** Nothing here yet: why, and the next action. */
export function EmptyState(props: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center px-4 py-10 text-center">
      {props.icon && <div className="mb-2 text-ink-3 [&>svg]:size-5">{props.icon}</div>}
      <p className="font-semibold">{props.title}</p>
      {props.children && <div className="mt-1 w-full text-ink-2">{props.children}</div>}
      {props.action && <div className="mt-3 flex flex-wrap justify-center gap-2">{props.action}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  /** What could not be done: "The runs could not be read". */
  title: string;
  /** Why, in words. */
  detail?: string | undefined;
  /** The id to give to whoever looks into it. */
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  action?: ReactNode;
}

export function ErrorState({ title, detail, requestId, onRetry, action }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-xl flex-col items-center px-4 py-10 text-center">
      <CircleAlert className="mb-2 size-5 text-bad" strokeWidth={1.75} aria-hidden="true" />
      <p className="font-semibold">{title}</p>
      {detail && <p className="mt-1 text-ink-2">{detail}</p>}
      {requestId && (
        <p className="mt-1 flex items-center gap-1 text-ink-3 text-small">
          Request <span className="code">{requestId}</span>
          <CopyButton text={requestId} label="Copy request id" />
        </p>
      )}
      <div className="mt-3 flex gap-2">
        {onRetry && (
          <Button onClick={onRetry}>
            <RotateCw className="icon-small" />
            Try again
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}

/** Over data that may be old: since when, and the way back. */
export function StaleNotice(props: { children: ReactNode; onRetry?: () => void }) {
  return (
    <div role="status" className="mb-3 flex items-center gap-2 rounded-md bg-warn-soft px-3 py-1.5 text-warn">
      <WifiOff className="icon-small" aria-hidden="true" />
      <span className="min-w-0 flex-1">{props.children}</span>
      {props.onRetry && (
        <Button size="small" onClick={props.onRetry}>
          Try now
        </Button>
      )}
    </div>
  );
}
