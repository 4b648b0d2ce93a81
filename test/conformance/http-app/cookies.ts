const expires = new Date('2030-01-02T03:04:05.678Z');

/** Answers with cookies: `answer/cookie…`. */
export const cookieAnswers: Record<string, () => unknown> = {
  cookie: () => ({ cookies: [{ name: 'a', value: '1 2' }] }),
  cookies: () => ({
    cookies: [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ],
  }),
  cookieFull: () => ({
    cookies: [
      {
        name: 'full',
        value: 'v',
        expires,
        maxAge: 60,
        domain: 'x.test',
        path: '/p',
        secure: true,
        sameSite: 'Lax',
        httpOnly: true,
      },
    ],
  }),
  cookieValues: () => ({
    cookies: ["it's", 'a;b', 'a=b', 'é€', '"quoted"', 'a+b', '%41', ''].map((value, index) => ({
      name: `v${index}`,
      value,
    })),
  }),
  cookieNames: () => ({
    cookies: [
      { name: 'a b', value: '1' },
      { name: 'c=d', value: '2' },
    ],
  }),
  cookieSameSite: () => ({
    cookies: ['Strict', 'Lax', 'None', undefined].map((sameSite, index) => ({
      name: `s${index}`,
      value: '1',
      sameSite,
    })),
  }),
  cookieExpires: () => ({
    cookies: [
      { name: 'e0', value: '1', expires: new Date(0) },
      { name: 'e1', value: '1', expires: '2030-01-02T03:04:05Z' },
      { name: 'e2', value: '1', expires: 1_893_553_445_000 },
    ],
  }),
  cookieAges: () => ({
    cookies: [0, 1, -1, 1.5].map((maxAge, index) => ({ name: `m${index}`, value: '1', maxAge })),
  }),
  cookieFlags: () => ({
    cookies: [
      { name: 'f0', value: '1', secure: false, httpOnly: false },
      { name: 'f1', value: '1', secure: true },
      { name: 'f2', value: '1', httpOnly: true },
      { name: 'f3', value: '1', path: '', domain: '' },
    ],
  }),
  cookieAndHeader: () => ({
    headers: { 'Set-Cookie': 'raw=1; Path=/x' },
    cookies: [{ name: 'a', value: '1' }],
  }),
  cookieHeaderOnly: () => ({ headers: { 'Set-Cookie': 'raw=1; Path=/x' } }),
  cookieBad: () => ({ cookies: [{ name: 'a', value: 5 }] }),
  cookieBadAge: () => ({ cookies: [{ name: 'a', value: '1', maxAge: 'long' }] }),
};
