"""Addresses of surveys: for those who lead them, those who type paper in, and everybody who answers and reads."""

from django.urls import path

from planning.surveys.pages import answer, building, paper, results, using, work

WORK = "work/surveys/"
SURVEY = f"{WORK}<uuid:survey>/"
QUESTION = f"{SURVEY}questions/<slug:question>/"
TEXT = f"{SURVEY}texts/<str:text>/"
PUBLIC = "surveys/<uuid:survey>/"

pages = [
    path(WORK, work.SurveysPage.as_view(), name="surveys"),
    path(f"{WORK}new/", work.NewSurveyPage.as_view(), name="new_survey"),
    path(SURVEY, work.SurveyPage.as_view(), name="survey"),
    path(f"{SURVEY}facts/", work.SurveyFactsPage.as_view(), name="survey_facts"),
    path(f"{SURVEY}copy/", work.CopySurveyPage.as_view(), name="copy_survey"),
    path(f"{SURVEY}open/", work.OpenSurveyPage.as_view(), name="open_survey"),
    path(f"{SURVEY}back/", work.TakeBackPage.as_view(), name="take_survey_back"),
    path(f"{SURVEY}close/", work.CloseSurveyPage.as_view(), name="close_survey"),
    path(f"{SURVEY}remove/", work.RemoveSurveyPage.as_view(), name="remove_survey"),
    path(f"{SURVEY}preview/", building.PreviewPage.as_view(), name="preview_survey"),
    path(f"{SURVEY}questions/new/", building.AddQuestionPage.as_view(), name="add_question"),
    path(f"{SURVEY}questions/take/", building.TakeQuestionsPage.as_view(), name="take_questions"),
    path(QUESTION, building.QuestionPage.as_view(), name="question"),
    path(f"{QUESTION}move/", building.MoveQuestionPage.as_view(), name="move_question"),
    path(f"{QUESTION}remove/", building.RemoveQuestionPage.as_view(), name="remove_question"),
    path(f"{SURVEY}letters/", paper.LettersPage.as_view(), name="survey_letters"),
    path(f"{SURVEY}sheets/", paper.SheetsPage.as_view(), name="survey_sheets"),
    path(f"{SURVEY}specimen.pdf", paper.SpecimenPage.as_view(), name="survey_specimen"),
    path(f"{SURVEY}qr.png", paper.CodeFile.as_view(), name="survey_qr"),
    path(f"{SURVEY}enter/", paper.EnterPage.as_view(), name="enter_sheet"),
    path(f"{SURVEY}enter/last/", paper.CorrectPage.as_view(), name="correct_sheet"),
    path(f"{SURVEY}results/", results.ResultsPage.as_view(), name="survey_results"),
    path(f"{SURVEY}results.xlsx", results.ResultsFile.as_view(), name="survey_results_file"),
    path(f"{SURVEY}results.<str:ending>", results.ResultsPaper.as_view(), name="survey_results_paper"),
    path(f"{SURVEY}results/publish/", results.PublishResultsPage.as_view(), name="publish_results"),
    path(f"{SURVEY}results/withdraw/", results.WithdrawResultsPage.as_view(), name="withdraw_results"),
    path(f"{SURVEY}results/<slug:question>/need/", using.NeedOfResultPage.as_view(), name="need_of_result"),
    path(f"{SURVEY}results/<slug:question>/chapter/", using.FigurePage.as_view(), name="result_into_chapter"),
    path(f"{SURVEY}texts/", using.TextsPage.as_view(), name="survey_texts"),
    path(f"{TEXT}need/", using.NeedOfTextPage.as_view(), name="need_of_text"),
    path(f"{TEXT}quote/", using.QuotePage.as_view(), name="quote_text"),
    path(f"{SURVEY}quotes/<int:place>/remove/", using.RemoveQuotePage.as_view(), name="remove_quote"),
    path("surveys/", answer.PublicSurveysPage.as_view(), name="public_surveys"),
    path("surveys/thanks/", answer.ThanksPage.as_view(), name="survey_thanks"),
    path("surveys/code/", answer.CodePage.as_view(), name="survey_code"),
    path("surveys/code/<str:secret>/", answer.LinkPage.as_view(), name="survey_by_link"),
    path(PUBLIC, answer.AnswerPage.as_view(), name="answer_survey"),
    path(f"{PUBLIC}results/", results.PublicResultsPage.as_view(), name="public_results"),
    path(f"{PUBLIC}results.xlsx", results.PublicResultsFile.as_view(), name="public_results_file"),
    path(f"{PUBLIC}results.pdf", results.PublicResultsPaper.as_view(), name="public_results_paper"),
]
