/** A name as names are compared: `records_in`, `Records-In` and `recordsIn` are one. */
export function plainName(name: string): string {
	return name.replaceAll(/[._-]/g, '').toLowerCase();
}
