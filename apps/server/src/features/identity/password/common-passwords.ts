/**
 * What is tried first by whoever guesses: words and runs that top every published count of leaked
 * passwords. Compared without case and without the digits and signs around them.
 */
const words = [
  ...[
    'password',
    'passwort',
    'passw0rd',
    'p@ssword',
    'p@ssw0rd',
    'motdepasse',
    'contrasena',
    'senha',
  ],
  ...['qwerty', 'qwertz', 'azerty', 'qwertyui', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qazwsx'],
  ...['qazwsxedc', '1q2w3e4r', '1q2w3e4r5t', '1qaz2wsx', 'q1w2e3r4', 'qwer1234', 'asdf1234'],
  ...[
    'letmein',
    'letmeinnow',
    'welcome',
    'willkommen',
    'bienvenue',
    'changeme',
    'changeit',
    'secret',
  ],
  ...[
    'iloveyou',
    'ichliebedich',
    'sunshine',
    'princess',
    'football',
    'baseball',
    'superman',
    'batman',
  ],
  ...[
    'dragon',
    'monkey',
    'master',
    'shadow',
    'michael',
    'jennifer',
    'jordan',
    'charlie',
    'liverpool',
  ],
  ...['starwars', 'pokemon', 'computer', 'internet', 'samsung', 'whatever', 'trustno', 'freedom'],
  ...['admin', 'administrator', 'root', 'toor', 'guest', 'default', 'testtest', 'test', 'user'],
  ...[
    'login',
    'access',
    'abc',
    'abcd',
    'abcdef',
    'abcdefg',
    'abcdefgh',
    'hallo',
    'hello',
    'holiday',
  ],
  ...['spring', 'summer', 'autumn', 'winter', 'january', 'monday', 'friday', 'company', 'partner'],
  ...['partneros', 'mypassword', 'newpassword', 'yourpassword', 'thepassword', 'passwordpassword'],
];

export const commonPasswords: ReadonlySet<string> = new Set(words);
