/**
The form in which names are compared: `records_in`, `Records-In` and `recordsIn` are equal, and `@timestamp` and
`timestamp`.
*/
export function plainName(name: string): string {
	return name.replaceAll(/^@|[._-]/g, '').toLowerCase();
}
