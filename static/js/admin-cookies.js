// What the server tells the pages of the desk in cookies.

/** The value of a cookie; empty where there is none. */
export function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}

/**
 * The token without which the server takes nothing from this page. Who logged in again in another
 * tab has a new one, and the one that stands in the page would be refused: the cookie knows it.
 * Its name is CSRF_COOKIE_NAME in wellness/settings.py, which production puts a prefix before.
 */
export function token() {
  return cookie("__Host-csrf") || cookie("csrf") || document.querySelector("[name=csrfmiddlewaretoken]").value;
}
