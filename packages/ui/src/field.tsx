import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

export interface FieldControl {
  id: string;
  name: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

export interface FieldProps {
  /** The field's name in the form and in the server's field errors. */
  name: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  /** Draws the control; spread the given attributes on it. */
  children: (control: FieldControl) => ReactNode;
}

/** A control with its label above, its help below and its error beside. */
export function Field({ name, label, help, error, optional = false, children }: FieldProps) {
  const id = useId();
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 flex gap-2 font-medium">
        {label}
        {optional && <span className="font-normal text-ink-3">optional</span>}
      </label>
      {children({ id, name, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {help && (
        <p id={`${id}-help`} className="mt-1 text-ink-3 text-small">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1.5 text-bad text-small">
          <CircleAlert className="icon-small mt-0.5" aria-hidden="true" />
          {error}
        </p>
      )}
    </div>
  );
}

/** What stands on top of a form that could not be sent: what happened, and the fields to look at. */
export function FormErrors(props: { title: string | undefined; fields?: readonly { label: string; text: string }[] }) {
  if (!props.title) return null;
  return (
    <div role="alert" className="mb-3 rounded-md border border-bad/40 bg-bad-soft px-3 py-2 text-bad">
      <p className="font-medium">{props.title}</p>
      {props.fields && props.fields.length > 0 && (
        <ul className="mt-0.5 list-disc pl-4">
          {props.fields.map((field) => (
            <li key={field.label}>
              {field.label}: {field.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
