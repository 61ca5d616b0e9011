import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

export function Options({ choices }: { choices: readonly Choice<string>[] }) {
  return choices.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}

interface SelectProps<Value extends string>
  extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  /** Read out, not shown: for places where the column or the row already says what it is. */
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChoose: (value: Value) => void;
}

/** A compact select for rows and filters. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, choices, onChoose, className, ...rest } = props;
  return (
    <select
      {...rest}
      aria-label={label}
      className={classNames(
        'h-7 min-w-0 max-w-full rounded-md border border-line-strong bg-surface px-1.5 text-sm text-ink',
        className,
      )}
      onChange={({ target }) => {
        const chosen = choices.find((choice) => choice.value === target.value);
        if (chosen) onChoose(chosen.value);
      }}
    >
      <Options choices={choices} />
    </select>
  );
}
