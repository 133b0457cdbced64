// The demonstration only: one click enters as an invented person.

const demo = document.querySelector("[data-demo]");
const passe = demo?.querySelector("[data-demo-passe]")?.textContent.trim();

for (const bouton of demo?.querySelectorAll("[data-demo-courriel]") ?? []) {
  bouton.hidden = false;
  bouton.addEventListener("click", () => {
    const porte = document.querySelector("form[action][method='post']:has([type='password'])");
    porte.querySelector("[name='login']").value = bouton.dataset.demoCourriel;
    porte.querySelector("[type='password']").value = passe;
    porte.requestSubmit();
  });
}
