import { type ComponentProps, useId } from 'react';
import { classNames } from './class-names.ts';
import { controlClasses, describedBy, FieldFrame, type FieldFrameProps } from './field-frame.tsx';
import { type Choice, Options } from './select.tsx';

interface SelectFieldProps<Value extends string>
  extends FieldFrameProps,
    Omit<ComponentProps<'select'>, 'id' | 'value' | 'onChange' | 'children'> {
  value: Value;
  choices: readonly Choice<Value>[];
  onChoose: (value: Value) => void;
}

/** A labelled select of the browser's own: right on phones and by keyboard without our doing. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, hint, fault, choices, onChoose, className, ...rest } = props;
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} fault={fault}>
      <select
        {...rest}
        id={id}
        aria-describedby={describedBy(id, { hint, fault })}
        className={classNames(controlClasses, className)}
        onChange={({ target }) => {
          const chosen = choices.find((choice) => choice.value === target.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        <Options choices={choices} />
      </select>
    </FieldFrame>
  );
}
