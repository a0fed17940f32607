/** A coloured square with an initial; the app has its own. */
export function Avatar({
  name,
  app = false,
  small = false,
}: {
  name: string;
  app?: boolean;
  small?: boolean;
}) {
  const hue =
    (name.length * 97 + name.charCodeAt(0) * 37 + name.charCodeAt(name.length - 1) * 53) % 360;
  const background = app ? '#1d3557' : `hsl(${hue} 45% 38%)`;
  return (
    <span className={small ? 'avatar small' : 'avatar'} style={{ background }} aria-hidden="true">
      {app ? '⇄' : name.charAt(0).toUpperCase()}
    </span>
  );
}
