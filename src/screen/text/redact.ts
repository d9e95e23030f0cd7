export const mask = '•••';

const secretKey =
	/password|passwd|passphrase|secret|authorization|apikey|accesskey|privatekey|signingkey|credential|cookie|sessionid|cardnumber|creditcard|token$|^(?:auth|pwd|pass|jwt|bearer|cvv2?|cvc2?|ssn|pin|pan|sid|dsn)$/;

/** Whether a key's value is a secret. Compared without case, `_`, `-`, `.` and spaces. */
export function isSecretKey(key: string): boolean {
	return secretKey.test(
		key
			.slice(-64)
			.toLowerCase()
			.replace(/[_\-. ]/g, ''),
	);
}

const shapes: ReadonlyArray<readonly [RegExp, string]> = [
	[/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}-----|$)/g, mask],
	// JSON web token: two base64url parts, the first of which begins an object.
	[/\beyJ[\w-]{6,4096}\.[\w-]{4,4096}(?:\.[\w-]*)?/g, mask],
	[/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, mask],
	[
		/\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,255}|sk_(?:live|test)_\w{10,255}|AIza[\w-]{35})/g,
		mask,
	],
	[/(:\/\/)[^\s/@:"']{0,256}:[^\s/@"']{1,256}@/g, `$1${mask}@`],
	[/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${mask}`],
	[/(\s--?[\w-]{0,40}(?:password|passwd|secret|token|api-?key)[= ])\S+/gi, `$1${mask}`],
	[
		/((?:password|passwd|passphrase|secret|authorization|api[_-]?key|access[_-]?key|private[_-]?key|cookie|token)\\?["']?\s{0,4}[:=]\s{0,4})(?!(?:bearer|basic)\s|null\b|true\b|false\b)(\\?"[^"\\]*\\?"|'[^']*'|[^\s,;&}"'\\]+)/gi,
		`$1${mask}`,
	],
];

// A field of a JSON object in the text: its value, even if the text is cut off; also a list or object of one level.
const jsonField = /("((?:[^"\\]|\\.){1,64})"\s{0,4}:\s{0,4})("(?:[^"\\]|\\.)*(?:"|$)|-?\d[\d.eE+-]*|\[[^[\]{}]*\]|\{[^{}]*\})/g;

const cardCandidate = /(?<![\d.])\d(?:[ -]?\d){12,15}(?![\d.])/g;
// Lengths and first digits that issuers use, so that a time in nanoseconds or a long id doesn't match.
const cardNumber = /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6\d{15})$/;

/**
Masks secrets in a text: values under telling keys in JSON and, by their shape, keys (PEM, AWS, GitHub, ...), JSON web
tokens, `scheme://user:pass@`, `password=...` and payment card numbers (checked by Luhn's formula, ISO/IEC 7812-1).
*/
export function redactText(text: string): string {
	let redacted = text.replace(jsonField, (field, before: string, key: string) => (isSecretKey(key) ? before + mask : field));
	for (const [shape, replacement] of shapes) {
		redacted = redacted.replace(shape, replacement);
	}

	return redacted.replace(cardCandidate, candidate => {
		const digits = candidate.replace(/\D/g, '');
		return cardNumber.test(digits) && hasLuhnSum(digits) ? mask : candidate;
	});
}

function hasLuhnSum(digits: string): boolean {
	let sum = 0;
	for (let index = 0; index < digits.length; index++) {
		const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
		const doubled = index % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}

	return sum % 10 === 0;
}
