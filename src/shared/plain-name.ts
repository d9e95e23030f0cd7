/** The form in which names are compared: `records_in`, `Records-In` and `recordsIn` are equal. */
export function plainName(name: string): string {
	return name.replaceAll(/[._-]/g, '').toLowerCase();
}
