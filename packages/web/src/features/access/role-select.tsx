import { Role, roles } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'

/** One of the roles, by name. */
export function RoleSelect({
  label,
  value,
  onChange,
}: {
  label: string
  value: Role
  onChange: (role: Role) => void
}) {
  const { t } = useText()
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(Role.parse(event.target.value))}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`access.role_${role}`)}
        </option>
      ))}
    </select>
  )
}
