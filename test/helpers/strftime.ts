const pad = (number: number, width = 2) => String(number).padStart(width, '0');
const monthNames = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const written: Readonly<Record<string, (time: Date) => string>> = {
	'%Y': time => String(time.getUTCFullYear()),
	'%y': time => pad(time.getUTCFullYear() % 100),
	'%m': time => pad(time.getUTCMonth() + 1),
	'%B': time => monthNames[time.getUTCMonth()] ?? '',
	'%b': time => monthNames[time.getUTCMonth()]?.slice(0, 3) ?? '',
	'%d': time => pad(time.getUTCDate()),
	'%e': time => String(time.getUTCDate()).padStart(2),
	'%j': time => pad(1 + Math.floor((time.getTime() - Date.UTC(time.getUTCFullYear(), 0)) / 86_400_000), 3),
	'%a': time => dayNames[time.getUTCDay()]?.slice(0, 3) ?? '',
	'%A': time => dayNames[time.getUTCDay()] ?? '',
	'%H': time => pad(time.getUTCHours()),
	'%I': time => pad(time.getUTCHours() % 12 || 12),
	'%p': time => (time.getUTCHours() < 12 ? 'AM' : 'PM'),
	'%M': time => pad(time.getUTCMinutes()),
	'%S': time => pad(time.getUTCSeconds()),
	'%f': time => pad(time.getUTCMilliseconds() * 1000, 6),
	'%L': time => pad(time.getUTCMilliseconds(), 3),
	'%z': () => '+0000',
	'%T': time => time.toISOString().slice(11, 19),
	'%F': time => time.toISOString().slice(0, 10),
	'%D': time => `${pad(time.getUTCMonth() + 1)}/${pad(time.getUTCDate())}/${pad(time.getUTCFullYear() % 100)}`,
	'%s': time => String(Math.floor(time.getTime() / 1000)),
};

/** A time in UTC in a form as strftime has it, from the calendar of Date alone. */
export function strftime(format: string, time: Date): string {
	return format.replace(/%./g, conversion => written[conversion]?.(time) ?? conversion);
}
