/** Words that stand for values. */
export const looseWords: ReadonlyMap<string, readonly [value: boolean | null, mended: string | undefined]> = new Map<
	string,
	readonly [boolean | null, string | undefined]
>([
	['true', [true, undefined]],
	['false', [false, undefined]],
	['null', [null, undefined]],
	['True', [true, 'Python’s True']],
	['False', [false, 'Python’s False']],
	['None', [null, 'Python’s None']],
	...['NaN', 'nan', 'NAN', 'Infinity', '-Infinity', '+Infinity', 'inf', '-inf', '-NaN', 'undefined', 'nil'].map(
		word => [word, [null, `${word} read as unknown`]] as const,
	),
]);
