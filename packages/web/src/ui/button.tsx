import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'

type Kind = 'normal' | 'primary' | 'plain' | 'link' | 'danger'

/** A verb with its object. One primary a view. `busy` keeps the width and refuses a second click. */
export function Button({
  kind = 'normal',
  icon,
  busy = false,
  children,
  className = '',
  disabled,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { kind?: Kind; icon?: IconName; busy?: boolean }) {
  const classes = `button ${kind === 'normal' ? '' : kind} ${className}`.trim()
  return (
    <button
      type="button"
      {...rest}
      className={classes}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

/** An icon that acts; its name is spoken and shown as a tip. */
export function IconButton({
  icon,
  label,
  children,
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'title'> & {
  icon: IconName
  label: string
  children?: ReactNode
}) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
      {children}
    </button>
  )
}

/** One of a few ways to look at the same answer. */
export function Switch<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one row of joined buttons
    <div className="switch" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
