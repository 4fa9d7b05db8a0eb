"""The REST API's addresses, below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from generation.api.base import NothingHere
from generation.api.description import Description, RedocPage, SwaggerPage
from generation.api.event_streams import JobEvents
from generation.api.jobs import CancelJob, Job
from generation.api.journeys import Journey, Journeys, LatestJourney, WithdrawJourney
from generation.api.login import Login, Logout, Password
from generation.api.me import Me, MyAccesses, MyConsent, MyErasure, MyZone
from generation.api.messages import Messages, OneMessage
from generation.api.metadata import JourneyMetadata, SummaryMetadata
from generation.api.notifications import Notifications, ReadNotification
from generation.api.patients import OnePatient, Patients, Sessions
from generation.api.schedule import MySchedule
from generation.api.session_waves import OneWave, SessionWaves
from generation.api.summaries import LatestSummary, Summaries, Summary
from generation.api.summary_remedies import Objections, WithdrawSummary
from generation.api.timelines import PatientEvents, SessionAttempts, SessionEvents
from generation.api.tokens import Token, Tokens

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    path("auth/login/", Login.as_view(), name="login"),
    path("auth/password/", Password.as_view(), name="password"),
    path("auth/logout/", Logout.as_view(), name="logout"),
    path("summaries/", Summaries.as_view(), name="summaries"),
    path("summaries/latest/", LatestSummary.as_view(), name="latest_summary"),
    path("summaries/<str:summary_id>/", Summary.as_view(), name="summary"),
    path("summaries/<str:summary_id>/withdraw/", WithdrawSummary.as_view(), name="summary_withdraw"),
    path("summaries/<str:summary_id>/objections/", Objections.as_view(), name="summary_objections"),
    path("summaries/<str:summary_id>/metadata/", SummaryMetadata.as_view(), name="summary_metadata"),
    path("journeys/", Journeys.as_view(), name="journeys"),
    path("journeys/latest/", LatestJourney.as_view(), name="latest_journey"),
    path("journeys/<str:journey_id>/", Journey.as_view(), name="journey"),
    path("journeys/<str:journey_id>/withdraw/", WithdrawJourney.as_view(), name="journey_withdraw"),
    path("journeys/<str:journey_id>/metadata/", JourneyMetadata.as_view(), name="journey_metadata"),
    path("jobs/<str:job_id>/", Job.as_view(), name="job"),
    path("jobs/<str:job_id>/cancel/", CancelJob.as_view(), name="job_cancel"),
    path("jobs/<str:job_id>/events/", JobEvents.as_view(), name="job_events"),
    path("notifications/", Notifications.as_view(), name="notifications"),
    path("notifications/<str:notification_id>/read/", ReadNotification.as_view(), name="notification_read"),
    path("me/", Me.as_view(), name="me"),
    path("me/zone/", MyZone.as_view(), name="my_zone"),
    path("me/consent/", MyConsent.as_view(), name="my_consent"),
    path("me/accesses/", MyAccesses.as_view(), name="my_accesses"),
    path("me/schedule/", MySchedule.as_view(), name="my_schedule"),
    path("me/erasure/", MyErasure.as_view(), name="my_erasure"),
    path("messages/", Messages.as_view(), name="messages"),
    path("messages/<str:message_id>/", OneMessage.as_view(), name="message"),
    path("patients/", Patients.as_view(), name="patients"),
    path("patients/<str:patient_id>/", OnePatient.as_view(), name="patient"),
    path("patients/<str:patient_id>/events/", PatientEvents.as_view(), name="patient_events"),
    path("sessions/", Sessions.as_view(), name="sessions"),
    path("sessions/<str:session_id>/waves/", SessionWaves.as_view(), name="session_waves"),
    path("sessions/<str:session_id>/waves/<str:wave>/", OneWave.as_view(), name="session_wave"),
    path("sessions/<str:session_id>/events/", SessionEvents.as_view(), name="session_events"),
    path("sessions/<str:session_id>/attempts/", SessionAttempts.as_view(), name="session_attempts"),
    path("tokens/", Tokens.as_view(), name="tokens"),
    path("tokens/<str:token_id>/", Token.as_view(), name="token"),
    path("schema/", Description.as_view(), name="schema"),
    path("docs/", SwaggerPage.as_view(), name="swagger"),
    path("redoc/", RedocPage.as_view(), name="redoc"),
    re_path("", NothingHere.as_view()),
]
