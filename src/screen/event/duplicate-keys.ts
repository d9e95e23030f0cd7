const mostNames = 20;

// Strings, and the signs that open, part and close objects and lists; what is between them doesn't matter.
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
The keys that stand more than once in one object of a line: JSON.parse takes the last of them and says nothing.

@param text - A line that holds an object.
@returns Each once, in the order in which they were repeated.
*/
export function duplicateKeys(text: string): readonly string[] {
	const repeated = new Set<string>();
	const open: Array<Set<string> | undefined> = []; // `undefined` for a list
	let string = '';
	for (const [found] of text.slice(Math.max(0, text.indexOf('{'))).matchAll(token)) {
		switch (found) {
			case '{':
				open.push(new Set());
				break;
			case '[':
				open.push(undefined);
				break;
			case '}':
			case ']':
				open.pop();
				break;
			case ',':
				break;
			case ':': {
				const keys = open.at(-1);
				const key = nameOf(string);
				if (keys?.has(key) === true && repeated.size < mostNames) {
					repeated.add(key);
				}
				keys?.add(key);
				break;
			}
			default:
				string = found;
		}
	}
	return [...repeated];
}

/** `"\u0061"` is the key `a` too. */
function nameOf(string: string): string {
	try {
		const name: unknown = JSON.parse(string);
		return typeof name === 'string' ? name : string;
	} catch {
		return string;
	}
}
