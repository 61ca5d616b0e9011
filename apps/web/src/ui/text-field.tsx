import { type ComponentProps, useId } from 'react';
import { classNames } from './class-names.ts';
import { controlClasses, describedBy, FieldFrame, type FieldFrameProps } from './field-frame.tsx';

export function TextField(props: FieldFrameProps & Omit<ComponentProps<'input'>, 'id'>) {
  const { label, hint, fault, className, ...rest } = props;
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} fault={fault}>
      <input
        {...rest}
        id={id}
        aria-invalid={fault ? true : undefined}
        aria-describedby={describedBy(id, { hint, fault })}
        className={classNames(controlClasses, className)}
      />
    </FieldFrame>
  );
}
