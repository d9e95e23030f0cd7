/** The properties of the input library's keys that names are made of. */
export type KeyFlags = {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageUp: boolean;
	readonly pageDown: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly tab: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
	readonly ctrl: boolean;
	readonly shift: boolean;
	readonly meta: boolean;
};

const special = [
	['upArrow', 'Up'],
	['downArrow', 'Down'],
	['leftArrow', 'Left'],
	['rightArrow', 'Right'],
	['pageUp', 'PgUp'],
	['pageDown', 'PgDn'],
	['home', 'Home'],
	['end', 'End'],
	['return', 'Enter'],
	['escape', 'Esc'],
	['backspace', 'Backspace'],
	['delete', 'Delete'],
] as const satisfies ReadonlyArray<readonly [keyof KeyFlags, string]>;

/**
The names of the keys in one piece of input, as in the key table. Over a slow link several keys come together, and Esc
followed by a key then looks like that key with Alt.
*/
export function keyNames(input: string, flags: KeyFlags): readonly string[] {
	if (flags.tab) {
		return [flags.shift ? 'Shift-Tab' : 'Tab'];
	}
	for (const [flag, name] of special) {
		if (flags[flag]) {
			return [flags.shift && (flag === 'leftArrow' || flag === 'rightArrow') ? `Shift-${name}` : name];
		}
	}
	const names = flags.ctrl ? [`Ctrl-${input.toUpperCase()}`] : [...input].flatMap(nameOf);
	return flags.meta ? ['Esc', ...names] : names;
}

function nameOf(character: string): readonly string[] {
	if (character === ' ') {
		return ['Space'];
	}
	if (character === '\r' || character === '\n') {
		return ['Enter'];
	}
	if (character === '\t') {
		return ['Tab'];
	}
	const code = character.codePointAt(0) ?? 0;
	if (code >= 1 && code <= 26) {
		return [`Ctrl-${String.fromCharCode(64 + code)}`];
	}
	return code < 32 || (code >= 127 && code < 160) ? [] : [character];
}
