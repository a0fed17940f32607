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
    name.split('').reduce((sum, letter) => (sum * 37 + letter.charCodeAt(0)) % 100_003, 7) % 360;
  const background = app ? '#1d3557' : `hsl(${hue} 45% 38%)`;
  return (
    <span className={small ? 'avatar small' : 'avatar'} style={{ background }} aria-hidden="true">
      {app ? '⇄' : name.charAt(0).toUpperCase()}
    </span>
  );
}
